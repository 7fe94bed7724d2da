"""The name ``awsglue`` for ``onefold.glue``, where there is no other one."""

from onefold_glue_names import refuse_to_shadow

refuse_to_shadow(__name__, __file__)
