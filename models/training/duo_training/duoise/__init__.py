"""Makes a duo of a pretrained model: its FFNs become the big modules, small ones are attached.

Only the small FFNs and the routers learn; everything else stays as it was published (paper,
section 5: the weaker but practical variant).
"""
