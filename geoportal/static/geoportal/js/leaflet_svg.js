/**
 * Leaflet's map with lines and areas that are drawn beyond the view, and drawn again only when the view comes out of
 * what is drawn: a short drag then costs nothing when it ends.
 */

const PADDING = 0.5;

const CalmSvg = L.SVG.extend({
  options: { padding: PADDING },

  _reset() {
    this._bounds = null;
    L.SVG.prototype._reset.call(this);
  },

  _update() {
    if (this._isCovered()) return;
    this._drawnSize = this._map.getSize();
    L.SVG.prototype._update.call(this);
  },

  _isCovered() {
    const map = this._map;
    if (!this._bounds || this._zoom !== map.getZoom() || !this._drawnSize.equals(map.getSize())) return false;
    const seen = [L.point(0, 0), this._drawnSize].map((corner) => map.containerPointToLayerPoint(corner));
    return this._bounds.contains(L.bounds(seen));
  },
});

export const CalmMap = L.Map.extend({
  _createRenderer(options) {
    return new CalmSvg(options);
  },
});
