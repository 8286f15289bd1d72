package dev.sessionbeam.deliver.route;

import java.io.Serializable;
import java.time.Duration;
import java.util.UUID;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * Routes that are read again every {@code --routesRefresh} while a job runs. They travel with the
 * job, as they were at its start. All steps of the job in one process share what is read there.
 */
public final class RefreshedRoutes implements CurrentRoutes {
  private static final long serialVersionUID = 1;

  private final Start start;
  private final RoutesReader reader;
  private final String file;
  private final String keptIn;
  private final Duration every;
  private final String job = UUID.randomUUID().toString();

  private transient volatile @Nullable ProcessRoutes shared;

  /**
   * The routes with which a job is started.
   *
   * @param bytes the bytes of their file; never changed
   */
  public record Start(Routes routes, byte[] bytes) implements Serializable {}

  /**
   * Creates the routes of a job that will be started.
   *
   * @param reader reads each later version
   * @param file the name of the file: a path, or {@code s3://bucket/key}
   * @param keptIn the folder that keeps the last good routes, with a slash at its end
   * @param every how often the file is read; longer than zero
   */
  public RefreshedRoutes(
      Start start, RoutesReader reader, String file, String keptIn, Duration every) {
    this.start = start;
    this.reader = reader;
    this.file = file;
    this.keptIn = keptIn;
    this.every = every;
  }

  /** Returns the routes of the job's start if this was not opened. */
  @Override
  public Routes get() {
    ProcessRoutes open = shared;
    return open == null ? start.routes() : open.routes();
  }

  @Override
  public synchronized void open(PipelineOptions options) {
    if (shared == null) {
      shared =
          ProcessRoutes.join(
              job,
              () ->
                  new LatestRoutes(
                      start,
                      reader,
                      file,
                      RoutesFile.open(file, options),
                      KeptRoutes.in(keptIn, options)),
              every);
    }
  }

  @Override
  public synchronized void close() {
    ProcessRoutes open = shared;
    shared = null;
    if (open != null) {
      open.leave();
    }
  }

  @Override
  public long refused() {
    ProcessRoutes open = shared;
    return open == null ? 0 : open.refused();
  }
}
