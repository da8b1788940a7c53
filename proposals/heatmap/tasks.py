"""Background work of the heat map: fold what has changed."""

from procrastinate.contrib.django import app

from proposals.heatmap.cube.folding import fold_if_due


@app.periodic(cron="* * * * * */10")
@app.task(name="heatmap.fold_heatmap", queueing_lock="fold_heatmap")
def fold_heatmap(timestamp: int) -> int:
    """Fold the heat map's deltas if there are many or an old one; return how many were folded.

    Args:
        timestamp: when it was due; procrastinate gives it.
    """
    return fold_if_due().deltas
