"""The progress of a run has one artifact a phase, whenever Prefect answers."""

import asyncio
import uuid

import pytest

from flows.runs import prefect_reports as bulletin
from flows.runs.progress import Silence


def test_a_look_beside_one_under_way_makes_no_second_artifact_and_a_new_phase_is_shown(
    monkeypatch: pytest.MonkeyPatch,
):
    made: list[str] = []
    updated: list[float] = []

    async def create(*, progress: float, key: str, description: str) -> uuid.UUID:
        del progress, description
        await asyncio.sleep(0.01)  # the answer is on its way
        made.append(key)
        return uuid.uuid4()

    async def update(artifact: uuid.UUID, *, progress: float, description: str) -> None:
        del artifact, description
        updated.append(progress)

    monkeypatch.setattr(bulletin, "acreate_progress_artifact", create)
    monkeypatch.setattr(bulletin, "aupdate_progress_artifact", update)

    async def run() -> None:
        follower = bulletin._Follower(Silence())
        follower.begin("pages", 4)
        under_way = asyncio.create_task(follower.show())
        await asyncio.sleep(0)
        follower.begin("more pages", 2)
        follower.advance("pages", 4)
        await follower.show()
        await under_way

    asyncio.run(run())
    assert made == ["progress-pages", "progress-more-pages"]
    assert updated == [100.0]
