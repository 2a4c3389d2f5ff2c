"""The commands of `seedbank`, one file each: the file's name is the command's, its `command` the click command.

A command imports what it needs when it runs, so that one does not wait for another's libraries.
"""
