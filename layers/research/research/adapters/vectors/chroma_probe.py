"""Whether the Chroma server answers, asked without its client, which takes a second to load."""

from pydantic import SecretStr

from research.domain.errors import StoreUnavailableError

TIMEOUT_SECONDS = 2.0


class ChromaProbe:
    """One request a call."""

    def __init__(self, *, host: str, port: int, ssl: bool, token: SecretStr) -> None:
        self._url = f"{'https' if ssl else 'http'}://{host}:{port}/api/v2/heartbeat"
        self._token = token

    async def __call__(self) -> None:
        """Returns when the server answers. Raises `StoreUnavailableError`."""
        import httpx  # most processes never ask

        secret = self._token.get_secret_value()
        headers = {"Authorization": f"Bearer {secret}", "X-Chroma-Token": secret} if secret else {}
        try:
            async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False) as client:
                (await client.get(self._url, headers=headers)).raise_for_status()
        except httpx.HTTPError as error:
            raise StoreUnavailableError(f"Chroma is away: {error}") from error
