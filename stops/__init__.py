"""The physical city: places, bus routes, and the QR codes that hang there."""
