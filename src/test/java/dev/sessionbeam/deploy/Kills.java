package dev.sessionbeam.deploy;

import dev.sessionbeam.deploy.Simulation.KilledException;
import java.util.HashSet;
import java.util.Set;

/** Kills a caller at chosen ones of the points that it passes. */
public final class Kills {
  private final SimulatedJobs jobs;
  private final Set<Integer> points = new HashSet<>();
  private int passed;
  private int kills;
  private int startOf;

  public Kills(SimulatedJobs jobs) {
    this.jobs = jobs;
  }

  /** Kills the caller at these of the points that it passes from now on, counted from 1. */
  public void at(Integer... chosen) {
    passed = 0;
    startOf = 0;
    points.clear();
    points.addAll(Set.of(chosen));
  }

  /** Kills the caller at the first point at which a version has a job. */
  public void onceStarted(int version) {
    at();
    startOf = version;
  }

  /** How many points were passed since they were chosen. */
  public int passed() {
    return passed;
  }

  /** How many callers were killed. */
  public int kills() {
    return kills;
  }

  /** A point that a caller passes. */
  public void point() {
    passed++;
    boolean started = startOf != 0 && jobs.hasStarted(startOf);
    if (started || points.contains(passed)) {
      startOf = 0;
      kills++;
      throw new KilledException();
    }
  }
}
