package dev.sessionbeam.deploy;

/** The next step of a {@link Rollout}. */
public enum Phase {
  /** Stop the job that runs, with a savepoint. */
  STOP,
  /** End the job that runs, without a savepoint. */
  DISCARD,
  /** Start the new version. */
  START,
  /** Wait until the new version has completed a checkpoint. */
  WATCH,
  /** End the new version, since it did not complete a checkpoint. */
  UNDO,
  /** Start the old version again. */
  START_OLD,
  /** Wait until the old version has completed a checkpoint. */
  WATCH_OLD,
  /** Remove what runs. */
  REMOVE,
  /** Delete the data. */
  DELETE,
  /** Over: the new version runs, or the stage is removed, and its data, if that was wanted. */
  DONE(true),
  /** Over: the job could not be stopped. Nothing was changed. */
  REFUSED(true),
  /** Over: the new version failed, and the old one runs again. */
  BACK(true),
  /** Over: the new version failed, and no old one runs. */
  FAILED(true);

  private final boolean end;

  Phase() {
    this(false);
  }

  Phase(boolean end) {
    this.end = end;
  }

  /** Whether nothing is left to do. */
  public boolean isEnd() {
    return end;
  }
}
