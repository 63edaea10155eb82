"""Jobs: one at a time, told as they go, ended with the process."""

from __future__ import annotations

from threading import Event

from monitor.errors import StoreError
from monitor.web.jobs import Job, Jobs, JobState

from .conftest import WAIT


def ended(jobs: Jobs, job: Job | None) -> Job:
    assert job is not None
    jobs._thread.join(WAIT)  # type: ignore[union-attr]
    return job


def test_one_at_a_time() -> None:
    jobs, release = Jobs(), Event()
    first = jobs.start("first", "/", lambda job: release.wait(WAIT) and None)
    assert jobs.running() is first
    assert jobs.start("second", "/", lambda job: None) is None
    release.set()
    assert ended(jobs, first).state is JobState.DONE
    assert jobs.running() is None
    assert ended(jobs, jobs.start("second", "/", lambda job: None)).ended is not None
    assert [job.title for job in jobs.latest()] == ["second", "first"]


def test_what_goes_wrong_is_told(caplog: object) -> None:
    jobs = Jobs()

    def store_fault(job: Job) -> None:
        raise StoreError("the disk is full; free some space")

    def bug(job: Job) -> None:
        raise ZeroDivisionError("secret")

    told = ended(jobs, jobs.start("a", "/", store_fault))
    assert (told.state, told.fault) == (JobState.FAILED, "the disk is full; free some space")
    told = ended(jobs, jobs.start("b", "/", bug))
    assert told.state is JobState.FAILED
    assert "ZeroDivisionError" in str(told.fault)
    assert "secret" not in str(told.fault)


def test_stopping() -> None:
    jobs, begun = Jobs(), Event()

    def work(job: Job) -> None:
        begun.set()
        while not jobs.stopping():
            Event().wait(0.005)

    job = jobs.start("a", "/", work)
    begun.wait(WAIT)
    assert jobs.stop(WAIT)
    assert ended(jobs, job).state is JobState.STOPPED
    assert jobs.start("b", "/", work) is None


def test_one_that_does_not_end_is_not_waited_for() -> None:
    jobs, release = Jobs(), Event()
    jobs.start("a", "/", lambda job: release.wait(WAIT) and None)
    assert not jobs.stop(0.01)
    release.set()


def test_old_jobs_are_forgotten() -> None:
    jobs = Jobs()
    made = [ended(jobs, jobs.start(str(n), "/", lambda job: None)) for n in range(60)]
    assert jobs.find(made[0].id) is None
    assert jobs.find(made[-1].id) is made[-1]
    assert jobs.find("../x") is None
