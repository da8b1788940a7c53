"""What residents say: from the scan page to the public heat map, the review and the planner's desk."""
