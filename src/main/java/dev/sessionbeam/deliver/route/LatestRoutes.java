package dev.sessionbeam.deliver.route;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest good routes. One thread refreshes them, others read them. What is not valid is
 * refused, with one line in the log, and the last good routes stay.
 */
final class LatestRoutes implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LatestRoutes.class);

  private final RefreshedRoutes.Start start;
  private final RoutesReader reader;
  private final String name;
  private final RoutesFile file;
  private final KeptRoutes kept;
  private final AtomicLong refused = new AtomicLong();

  private volatile Routes current;
  private @Nullable String signature;
  private @Nullable String refusedVersion;
  private boolean outOfReach;

  /** Good routes that could not be kept yet; null if there are none. */
  private byte @Nullable [] unkept;

  /**
   * Creates them. {@link #begin} must follow.
   *
   * @param name the name of the file, for messages
   */
  LatestRoutes(
      RefreshedRoutes.Start start,
      RoutesReader reader,
      String name,
      RoutesFile file,
      KeptRoutes kept) {
    this.start = start;
    this.reader = reader;
    this.name = name;
    this.file = file;
    this.kept = kept;
    this.current = start.routes();
  }

  Routes routes() {
    return current;
  }

  long refused() {
    return refused.get();
  }

  /**
   * Takes what was kept by an earlier process of the job, and then what the file holds, if that is
   * good.
   */
  void begin() {
    try {
      Optional<KeptRoutes.Kept> earlier = kept.read();
      if (earlier.isPresent() && earlier.get().start().equals(start.routes().version())) {
        current = reader.read(earlier.get().bytes(), kept.name());
      } else {
        keep(start.bytes());
      }
    } catch (IOException | InvalidRoutesException e) {
      LOG.warn("The routes that were kept in {} cannot be used: {}", kept.name(), why(e));
    }
    refresh();
  }

  /** Reads the file if it has changed, and takes the routes in it if they are good. */
  void refresh() {
    try {
      RoutesFile.Content content = file.readUnless(signature);
      outOfReach = false;
      if (content != null) {
        signature = content.signature();
        take(content.bytes());
      }
      byte[] again = unkept;
      if (again != null) {
        keep(again);
      }
    } catch (IOException e) {
      refuse(RoutesFile.describe(name, e));
    } catch (RuntimeException | LinkageError e) {
      refuse(e.toString());
    }
  }

  private void refuse(String why) {
    if (!outOfReach) {
      outOfReach = true;
      refused.incrementAndGet();
      LOG.warn(
          "The routes {} cannot be read: {}. The routes of version {} stay in effect",
          name,
          why,
          current.version());
    }
  }

  private void take(byte[] bytes) {
    String version = RoutesReader.version(bytes);
    if (version.equals(current.version())) {
      refusedVersion = null;
    } else if (!version.equals(refusedVersion)) {
      try {
        current = reader.read(bytes, name);
        refusedVersion = null;
        LOG.info("The routes {} have changed: version {} is in effect", name, version);
        keep(bytes);
      } catch (InvalidRoutesException e) {
        refusedVersion = version;
        refused.incrementAndGet();
        LOG.warn(
            "The routes {} have changed, and version {} is not valid. Version {} stays in effect."
                + " Correct this: {}",
            name,
            version,
            current.version(),
            oneLine(e));
      }
    }
  }

  private void keep(byte[] bytes) {
    boolean isFirst = !Arrays.equals(bytes, unkept);
    unkept = bytes;
    try {
      if (kept.write(new KeptRoutes.Kept(start.routes().version(), bytes))) {
        unkept = null;
      }
    } catch (IOException e) {
      if (isFirst) {
        LOG.warn(
            "The routes cannot be kept in {} for a restart: {}. This is tried again",
            kept.name(),
            why(e));
      }
    }
  }

  private String why(Exception e) {
    return e instanceof IOException fault ? RoutesFile.describe(kept.name(), fault) : oneLine(e);
  }

  private static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().collect(Collectors.joining("; "));
  }

  @Override
  public void close() {
    file.close();
  }
}
