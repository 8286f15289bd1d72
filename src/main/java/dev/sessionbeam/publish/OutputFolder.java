package dev.sessionbeam.publish;

import dev.sessionbeam.definition.OutputSettings.Codec;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.FileIO;
import org.jspecify.annotations.Nullable;

/** The layout of an output folder: where files are, and which files are the pipeline's own. */
public final class OutputFolder implements Serializable {
  /** The suffix of the names of Parquet files. */
  public static final String PARQUET = ".parquet";

  /** The name of the file with the ledger of the run that wrote the folder. */
  public static final String SUMMARY = "_summary.json";

  /**
   * The folder of the settled days, relative to the output, with a slash at its end. Below it are
   * {@code events/} and {@code sessions/}, and {@code days/} with the switches.
   */
  public static final String SETTLED = "settled/";

  /** The name of the hidden folder. */
  public static final String HIDDEN = ".sessionbeam-temporary";

  private static final String STAGED = "staged/";
  private static final String LEASES = "leases/";
  private static final String STREAMS = "streams/";

  /** A definition may give the partitions of events and sessions other names than date and hour. */
  private static final String FOLDER =
      "(?:events|sessions|invalid|late|undelivered)/[A-Za-z_]\\w*=\\d{4}-\\d\\d-\\d\\d(?:/[A-Za-z_]\\w*=\\d\\d)?";

  private static final Pattern OWN =
      Pattern.compile(
          FOLDER
              + "/"
              // Earlier versions wrote these numbers in the digits of the locale.
              + "part-(\\p{Nd}{5}-of-\\p{Nd}{5}|[0-9a-f]{32})(\\.jsonl(\\.gz|\\.zst)?|\\.parquet)"
              + "|_manifests/[a-z-]+(_\\d{4}-\\d\\d-\\d\\d_\\d{4}-\\d\\d-\\d\\d)?\\.manifest"
              + "|_summary(_\\d{4}-\\d\\d-\\d\\d_\\d{4}-\\d\\d-\\d\\d)?\\.json"
              + "|_progress\\.json|settled/.*|\\Q"
              + HIDDEN
              + "\\E/.*");

  private static final Pattern OWN_FOLDER =
      Pattern.compile(
          FOLDER + "|events|sessions|invalid|late|undelivered|_manifests|settled(?:/.*)?");

  private final String root;

  private OutputFolder(String root) {
    this.root = root;
  }

  public static OutputFolder of(String root) {
    return new OutputFolder(root.endsWith("/") ? root : root + "/");
  }

  /** Returns the folder's name, with a slash at its end. */
  public String root() {
    return root;
  }

  /** Returns the folder on a local disk, or null if it is on another file system. */
  public @Nullable Path local() {
    return root.contains("://") ? null : Path.of(root);
  }

  /**
   * Returns the hidden folder, which holds files until they are complete. No reader looks there,
   * because the name begins with a dot.
   */
  public String temporary() {
    return root + HIDDEN + "/";
  }

  /** Returns the folder that holds the files of a stream until a checkpoint names them. */
  public String staged() {
    return temporary() + STAGED;
  }

  /** Returns the folder that holds the leases of runs that write to this output. */
  public String leases() {
    return temporary() + LEASES;
  }

  /** Returns the folder that notes which streams have not ended. */
  String streams() {
    return temporary() + STREAMS;
  }

  /**
   * Returns the name of the file for the ledger, relative to the folder. Each range of days has its
   * own file.
   *
   * @param days the days of the run; null for all days
   */
  public static String summaryName(@Nullable DateRange days) {
    return days == null ? SUMMARY : "_summary_" + days.name() + ".json";
  }

  /** Returns whether a file of a pipeline, named relative to the folder, holds a ledger. */
  static boolean isSummary(String relative) {
    return relative.startsWith("_summary");
  }

  /** Returns whether a file, named relative to the folder, is one of the settled days. */
  static boolean isSettled(String relative) {
    return relative.startsWith(SETTLED);
  }

  /** Returns whether a file, named relative to the folder, is in the hidden folder. */
  public static boolean isTemporary(String relative) {
    return relative.startsWith(HIDDEN);
  }

  /** Returns whether a file, named relative to the folder, is one that a stream has staged. */
  static boolean isStaged(String relative) {
    return relative.startsWith(HIDDEN + "/" + STAGED);
  }

  /** Returns whether a file, named relative to the folder, belongs to runs that may resume. */
  static boolean isHeld(String relative) {
    return isStaged(relative)
        || relative.startsWith(HIDDEN + "/" + LEASES)
        || relative.startsWith(HIDDEN + "/" + STREAMS);
  }

  /** Returns whether a file, named relative to the folder, is one that a pipeline writes. */
  public static boolean isOwn(String relative) {
    return OWN.matcher(relative).matches();
  }

  /** Returns whether a folder, named relative to the output, is one that a pipeline creates. */
  static boolean isOwnFolder(String relative) {
    return isTemporary(relative) || OWN_FOLDER.matcher(relative.replace('\\', '/')).matches();
  }

  /**
   * Names the files of a batch run. Files of {@code undelivered/} have the run in their names: a
   * backfill adds some to those of other runs.
   *
   * @param folder the folder of the files, relative to the output
   * @param suffix the end of the names, such as {@code .jsonl.gz}
   */
  public static FileIO.Write.FileNaming naming(String folder, RunId run, String suffix) {
    if (Dataset.ofFile(folder) == Dataset.UNDELIVERED) {
      String destination = StagedFile.destination(run, folder);
      return (window, pane, shards, shard, compression) ->
          folder + StagedFile.name(destination, shard, 0, suffix).substring(destination.length());
    }
    return (window, pane, shards, shard, compression) ->
        String.format(Locale.ROOT, "%s/part-%05d-of-%05d%s", folder, shard, shards, suffix);
  }

  public static Compression compression(Codec codec) {
    return switch (codec) {
      case GZIP -> Compression.GZIP;
      case ZSTD -> Compression.ZSTD;
      case NONE -> Compression.UNCOMPRESSED;
    };
  }

  /** Returns the suffix of the names of files of JSON lines, such as {@code .jsonl.gz}. */
  public static String suffix(Codec codec) {
    return switch (codec) {
      case GZIP -> ".jsonl.gz";
      case ZSTD -> ".jsonl.zst";
      case NONE -> ".jsonl";
    };
  }
}
