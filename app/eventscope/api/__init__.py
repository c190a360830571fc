"""HTTP and WebSocket over the engine's verbs and news; FastAPI is imported only when it is switched on."""
