"""One module for each subject of the API; each has a `router` that `api.app` mounts below /v1."""
