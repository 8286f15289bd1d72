package dev.sessionbeam.run;

import dev.sessionbeam.deliver.route.InvalidRoutesException;
import dev.sessionbeam.deliver.route.KeptRoutes;
import dev.sessionbeam.deliver.route.RefreshedRoutes;
import dev.sessionbeam.deliver.route.RoutesFile;
import dev.sessionbeam.deliver.route.RoutesReader;
import dev.sessionbeam.publish.OutputFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** Reads the routes with which a run starts. */
public final class RoutesOfStart {
  private final RoutesReader reader;
  private final String file;
  private final PipelineOptions options;

  /**
   * Creates it.
   *
   * @param file a path, or {@code s3://bucket/key}
   * @param options where S3 is, and what the run's output is
   */
  public RoutesOfStart(RoutesReader reader, String file, PipelineOptions options) {
    this.reader = reader;
    this.file = file;
    this.options = options;
  }

  /**
   * Reads the routes. A run that resumes takes the last good routes of the run before it if the
   * file has faults or is out of reach.
   *
   * @param print gets a line in this case
   * @return null if there are none; why is added to the faults
   */
  RefreshedRoutes.@Nullable Start read(
      boolean resumes, List<String> faults, Consumer<String> print) {
    List<String> found = new ArrayList<>();
    RefreshedRoutes.Start routes = read(found);
    if (routes != null || !resumes || keptIn().isEmpty()) {
      faults.addAll(found);
      return routes;
    }
    RefreshedRoutes.Start kept = kept();
    if (kept == null) {
      faults.addAll(found);
    } else {
      found.forEach(fault -> print.accept("Note: " + fault));
      print.accept(
          "Note: the run resumes with the last good routes, version "
              + kept.routes().version()
              + ". Correct "
              + file
              + ": it takes effect while the run goes on");
    }
    return kept;
  }

  /** Reads the routes; null if they have faults, which are added to the faults. */
  public RefreshedRoutes.@Nullable Start read(List<String> faults) {
    try (RoutesFile routes = RoutesFile.open(file, options)) {
      RoutesFile.Content content = routes.readUnless(null);
      byte[] bytes = content == null ? new byte[0] : content.bytes();
      return new RefreshedRoutes.Start(reader.read(bytes, file), bytes);
    } catch (InvalidRoutesException e) {
      faults.addAll(String.valueOf(e.getMessage()).lines().toList());
    } catch (IOException e) {
      faults.add("--routes: cannot read " + file + ": " + RoutesFile.describe(file, e));
    } catch (IllegalArgumentException e) {
      faults.add("--routes: " + e.getMessage());
    }
    return null;
  }

  /** The folder that keeps the last good routes of the run; empty if the run has no output. */
  String keptIn() {
    String output = options.as(OutputOptions.class).getOutput();
    return output == null ? "" : OutputFolder.of(output).temporary();
  }

  private RefreshedRoutes.@Nullable Start kept() {
    try {
      KeptRoutes keeper = KeptRoutes.in(keptIn(), options);
      Optional<KeptRoutes.Kept> kept = keeper.read();
      if (kept.isEmpty()) {
        return null;
      }
      byte[] bytes = kept.get().bytes();
      return new RefreshedRoutes.Start(reader.read(bytes, keeper.name()), bytes);
    } catch (IOException | IllegalArgumentException | InvalidRoutesException e) {
      // The faults of the file itself are what the user must correct.
      return null;
    }
  }
}
