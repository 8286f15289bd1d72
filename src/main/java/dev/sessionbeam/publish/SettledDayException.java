package dev.sessionbeam.publish;

import java.io.IOException;
import java.time.LocalDate;

/** Thrown if a stream would write to a settled day, on which nothing should change any more. */
public final class SettledDayException extends IOException {
  private static final long serialVersionUID = 1;

  SettledDayException(LocalDate day, OutputFolder output) {
    super(
        "this stream would write sessions that start on "
            + day
            + ", but that day is settled in "
            + output.root()
            + OutputFolder.SETTLED
            + ": it must not change any more. The checkpoint or savepoint is older than the"
            + " settling. Nothing was written to that day. Resume from the newest one; or start"
            + " afresh, without the checkpoint, with --overwrite; or compute the day again with"
            + " run --overwrite --from="
            + day
            + " --to="
            + day.plusDays(1)
            + " from an archive");
  }
}
