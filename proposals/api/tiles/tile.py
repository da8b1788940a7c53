"""One tile of the web-Mercator quadtree, as vector tiles address it."""

from dataclasses import dataclass

from districts.grid import tile_bounds, tile_centre

MAX_ZOOM = 22
EXTENT = 4096
"""Units of a tile's own grid along one side, Mapbox Vector Tile 2.1's customary number."""

BUFFER = 64
"""Units beyond a tile's edge up to which lines and areas are drawn, so that no edge shows as an outline."""

Bbox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class CellRange:
    """The square of cells in a tile: ``side`` × ``side`` of a level, from a north-western cell on."""

    level: int
    x: int
    y: int
    side: int

    @property
    def bbox(self) -> Bbox:
        """A box (west, south, east, north), degrees, that touches these cells and no neighbour of theirs."""
        west, north = tile_centre(self.x, self.y, self.level)
        east, south = tile_centre(self.x + self.side - 1, self.y + self.side - 1, self.level)
        return west, south, east, north


@dataclass(frozen=True, slots=True)
class Tile:
    """Tile z/x/y, y growing southward."""

    z: int
    x: int
    y: int

    @property
    def exists(self) -> bool:
        """Whether the world has this tile, at a zoom that is served."""
        return 0 <= self.z <= MAX_ZOOM and 0 <= self.x < 1 << self.z and 0 <= self.y < 1 << self.z

    def bbox(self, buffer: int = 0) -> Bbox:
        """Return (west, south, east, north), degrees, EPSG:4326, inside the world.

        Args:
            buffer: units of the tile's grid to add on every side.
        """
        wider = buffer / EXTENT
        west, _south, _east, north = tile_bounds(self.x - wider, self.y - wider, self.z)
        _west, south, east, _north = tile_bounds(self.x + wider, self.y + wider, self.z)
        return max(-180.0, west), south, min(180.0, east), north

    def cells(self, level: int) -> CellRange:
        """Return the cells of a level in this tile; of a level coarser than the tile, the one that holds it."""
        finer = level - self.z
        if finer < 0:
            return CellRange(level, self.x >> -finer, self.y >> -finer, 1)
        return CellRange(level, self.x << finer, self.y << finer, 1 << finer)
