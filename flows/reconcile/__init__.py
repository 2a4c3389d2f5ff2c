"""Hold a seed against its page: align, classify, judge, repair. Pure."""
