"""Area filters, drill-down and exports for planners."""
