"""Static files under hashed names, so that they may be cached for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which also rewrites the imports inside ES modules."""

    support_js_module_import_aggregation = True
