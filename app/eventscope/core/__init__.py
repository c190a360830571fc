"""Pure rules: values in, values out; no Qt, asyncio, threads, sockets, files, clock or randomness."""
