"""Builds the text that a Duo-LLM is trained on, from packages of public registries.

    python -m duo_training.corpus build --manifest corpus.toml --out DIR [--cache DIR]

One package of the manifest goes through these steps, one module each:

    manifest    which packages, versions, licences, and on which side of the held-out line
    download    the package's archive, through the registry's ordinary client
    archive     the files inside it, in a fixed order
    extract     a file's text: source as it is, documents without their markup
    quality     is this text worth a token?
    dedupe      has most of it been seen before?
    build       all of the above, limits per package, a seeded shuffle, JSON lines
"""
