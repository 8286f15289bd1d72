package dev.sessionbeam.cli;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sessionbeam.s3.S3ClientFactory;
import dev.sessionbeam.s3.S3StorageOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;

/**
 * Flags to Beam's options: first what the runner needs, then the options file, then the command
 * line's own flags.
 */
final class RunArguments {
  private static final String DEFAULT_RUNNER = "FlinkRunner";

  private static final Map<String, String> RUNNER_FOLDERS =
      Map.of("FlinkRunner", "flink-local", "DirectRunner", "direct");

  /**
   * Each file that is being written holds as much memory, and Beam's writers have up to 20 open in
   * each slot; with its own 64 MiB they would take more than a gigabyte.
   */
  private static final int S3_PART_BYTES = 8 << 20;

  private static final String CLUSTER_FOLDER = "flink-cluster";

  private static final Pattern UNKNOWN =
      Pattern.compile(".*missing a property named '([^']*)'\\.(?: Did you mean '([^']*)'\\?)?.*");

  private RunArguments() {}

  /**
   * The options that the flags mean.
   *
   * @param flags each as {@code --name=value}
   * @param file an options file in YAML, or null
   * @throws UsageException where a flag or a line of the file means nothing
   */
  static PipelineOptions options(List<String> flags, @Nullable Path file)
      throws UsageException, IOException {
    List<String> given = new ArrayList<>();
    if (file != null) {
      given.addAll(flags(read(file), file.toString()));
    }
    given.addAll(flags);
    String runner = lastValue("runner", given);
    boolean streaming = "true".equals(lastValue("streaming", given));
    List<String> all =
        new ArrayList<>(
            builtIn(runner == null ? DEFAULT_RUNNER : runner, isCluster(given), streaming));
    all.addAll(s3(given));
    all.addAll(given);
    if (all.stream().noneMatch(flag -> flag.contains("s3://") || flag.startsWith("--stream="))) {
      // Beam asks AWS for a region at start; off AWS that is a search on the network, for nothing.
      System.setProperty("aws.disableEc2Metadata", "true");
    }
    return parse(lastOfEach(all));
  }

  /** What Beam's S3 needs beside what is given. */
  private static List<String> s3(List<String> given) {
    List<String> flags = new ArrayList<>();
    flags.add("--s3ClientFactoryClass=" + S3ClientFactory.class.getName());
    flags.add("--s3UploadBufferSizeBytes=" + S3_PART_BYTES);
    if (lastValue("SSEKMSKeyId", given) != null) {
      flags.add("--SSEAlgorithm=aws:kms");
    }
    return flags;
  }

  private static PipelineOptions parse(List<String> flags) throws UsageException {
    PipelineOptionsFactory.register(InputOptions.class);
    PipelineOptionsFactory.register(OutputOptions.class);
    PipelineOptionsFactory.register(StreamOptions.class);
    PipelineOptionsFactory.register(S3StorageOptions.class);
    List<String> known = new ArrayList<>(flags);
    List<String> faults = new ArrayList<>();
    while (true) {
      try {
        PipelineOptions options =
            PipelineOptionsFactory.fromArgs(known.toArray(new String[0])).create();
        if (!faults.isEmpty()) {
          throw new UsageException(faults);
        }
        return options;
      } catch (IllegalArgumentException e) {
        // Beam stops at the first fault; a person wants to hear of all of them.
        String message = String.valueOf(e.getMessage()).replace('\n', ' ');
        Matcher unknown = UNKNOWN.matcher(message);
        boolean dropped = unknown.matches() && known.removeIf(isFlag(unknown.group(1)));
        faults.add(dropped ? unknownFlag(unknown.group(1), unknown.group(2)) : message);
        if (!dropped) {
          throw new UsageException(faults);
        }
      }
    }
  }

  private static Predicate<String> isFlag(String name) {
    return flag -> flag.equals("--" + name) || flag.startsWith("--" + name + "=");
  }

  private static String unknownFlag(String name, @Nullable String nearest) {
    return "unknown flag --" + name + (nearest == null ? "" : "; did you mean --" + nearest + "?");
  }

  /**
   * What the runner of this name needs, as this program brings it; nothing for a runner that it
   * does not know.
   */
  private static List<String> builtIn(String runner, boolean cluster, boolean streaming)
      throws UsageException, IOException {
    String folder =
        cluster && runner.equals(DEFAULT_RUNNER) ? CLUSTER_FOLDER : RUNNER_FOLDERS.get(runner);
    if (folder == null) {
      return List.of();
    }
    List<String> flags = new ArrayList<>();
    flags.addAll(builtIn("/runners/" + folder + "/options.yaml"));
    if (streaming) {
      flags.addAll(builtIn("/runners/" + folder + "/streaming.yaml"));
    }
    return flags;
  }

  private static boolean isCluster(List<String> flags) {
    String master = lastValue("flinkMaster", flags);
    return master != null && FlinkCluster.isAddress(master);
  }

  private static List<String> builtIn(String name) throws UsageException, IOException {
    try (InputStream in = RunArguments.class.getResourceAsStream(name)) {
      return in == null
          ? List.of()
          : flags(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
    }
  }

  private static String read(Path file) throws UsageException, IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new UsageException("--options: " + file + " does not exist");
    }
  }

  private static List<String> flags(String yaml, String name) throws UsageException {
    try {
      Map<String, Object> options =
          new YAMLMapper().readValue(yaml, new TypeReference<Map<String, Object>>() {});
      return options.entrySet().stream().map(e -> "--" + e.getKey() + "=" + e.getValue()).toList();
    } catch (IOException e) {
      throw new UsageException(
          "--options: " + name + " is no YAML map of options: " + e.getMessage());
    }
  }

  private static @Nullable String lastValue(String name, List<String> flags) {
    String value = null;
    for (String flag : flags) {
      if (flag.startsWith("--" + name + "=")) {
        value = flag.substring(name.length() + 3);
      }
    }
    return value;
  }

  /** Beam refuses a flag that is given twice; here the later one wins. */
  private static List<String> lastOfEach(List<String> flags) {
    Map<String, String> byName = new LinkedHashMap<>();
    for (String flag : flags) {
      byName.put(flag.split("=", 2)[0], flag);
    }
    return List.copyOf(byName.values());
  }
}
