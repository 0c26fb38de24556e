"""The seat map: everybody who looks at a train sees each change at once, over a WebSocket."""
