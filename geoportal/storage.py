"""Static files under hashed names, so that they may be cached for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage

WORKER_ADDRESS = r"""(?P<matched>new URL\(["'](?P<url>\.[^"']+)["'],\s*import\.meta\.url\))"""


class StaticStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which also rewrites the imports inside ES modules, and the workers that they start."""

    support_js_module_import_aggregation = True
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("*.js", ((WORKER_ADDRESS, 'new URL("%(url)s", import.meta.url)'),)),
    )
