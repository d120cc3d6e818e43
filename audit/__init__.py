"""Stickprov: the review of case files for district boards, one package per step of the working year."""

__version__ = "0.1.0"
