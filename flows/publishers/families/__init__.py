"""Layouts of content management systems that several publishers share."""
