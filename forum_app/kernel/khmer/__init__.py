"""The Khmer script on the server: text, search and sort keys, digits, dates, lunar date, names.

Pure Python, knows neither Flask nor the database. Import from the module that holds the rule.
"""
