"""Workbooks: foreign ones read behind a fence, our own written without formulas that are not ours."""
