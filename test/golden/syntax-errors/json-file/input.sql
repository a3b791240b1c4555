{"name": "sluice", "version": 1, "tags": ["a", "b"]}
{"name": "other", "version": 2, "tags": []}
