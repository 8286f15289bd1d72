package dev.sessionbeam.status;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a job is doing, as text.
 *
 * @param healthy whether nothing is wrong with it
 * @param text lines for a person, or one line of JSON; each with its line break
 */
public record StatusReport(boolean healthy, String text) {
  /**
   * Asks a cluster about a job.
   *
   * @param cluster the root of its REST API
   * @param job the job's id or name; null for the only one
   * @param mostBehind how old a record of a Kinesis stream may be when it is read
   * @param json whether the text is JSON
   * @throws IOException with a message for the user, if the cluster does not answer, has no such
   *     job, or has several
   */
  public static StatusReport of(
      URI cluster, @Nullable String job, Duration mostBehind, boolean json) throws IOException {
    JobStatus status = new StatusReader(cluster).read(job);
    List<String> problems = new Health(mostBehind).problems(status);
    return new StatusReport(
        problems.isEmpty(),
        json ? StatusJson.of(status, problems) + "\n" : StatusText.of(status, problems));
  }
}
