/** A page as far as scripts are told anything by it while they load; import it before them. */

const BLOCKS = {
  "class-breaks": {
    count: [1, 2, 3, 5, 10, 20, 40],
    per_km2: [0, 2, 5, 10, 20, 40, 80],
    per_1000: [0, 0.5, 1, 1.5, 2, 2.5, 3],
  },
  "map-rules": {
    metrics: { heat: ["per_km2"], grid: ["count", "per_km2"], districts: ["per_1000", "per_km2", "count"] },
    divisors: [1, 2, 5],
  },
};

globalThis.document = {
  getElementById: (id) => (id in BLOCKS ? { textContent: JSON.stringify(BLOCKS[id]) } : null),
};
