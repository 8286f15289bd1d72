package dev.sessionbeam.sink;

import dev.sessionbeam.definition.OutputSettings.Codec;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.Compression;
import org.apache.beam.sdk.io.FileIO;
import org.jspecify.annotations.Nullable;

/** The layout of an output folder: which files are the pipeline's own. */
public final class OutputFolder implements Serializable {
  /** The ledger of the run that wrote the folder. */
  public static final String SUMMARY = "_summary.json";

  private static final String TEMPORARY = ".sessionbeam-temporary";
  private static final String STAGED = "staged/";
  private static final String LEASES = "leases/";

  private static final Pattern OWN =
      Pattern.compile(
          "(events|sessions|invalid|late)/date=\\d{4}-\\d\\d-\\d\\d/(hour=\\d\\d/)?"
              + "part-(\\d{5}-of-\\d{5}|[0-9a-f]{32})\\.jsonl(\\.gz|\\.zst)?"
              + "|_summary(_\\d{4}-\\d\\d-\\d\\d_\\d{4}-\\d\\d-\\d\\d)?\\.json|\\Q"
              + TEMPORARY
              + "\\E/.*");

  private static final Pattern OWN_FOLDER =
      Pattern.compile("(events|sessions|invalid|late)(/date=\\d{4}-\\d\\d-\\d\\d(/hour=\\d\\d)?)?");

  private final String root;

  private OutputFolder(String root) {
    this.root = root;
  }

  public static OutputFolder of(String root) {
    return new OutputFolder(root.endsWith("/") ? root : root + "/");
  }

  /** The folder's name, with a slash at its end. */
  public String root() {
    return root;
  }

  /** The folder on a local disk, or null where it is on another file system. */
  public @Nullable Path local() {
    return root.contains("://") ? null : Path.of(root);
  }

  /** Where files grow until they are whole. No reader looks there: its name begins with a dot. */
  public String temporary() {
    return root + TEMPORARY + "/";
  }

  /** Where a stream's files are until a checkpoint knows of them. */
  String staged() {
    return temporary() + STAGED;
  }

  /** Where the leases of runs that write to this folder are. */
  public String leases() {
    return temporary() + LEASES;
  }

  /**
   * The name of the file that the ledger is written to, relative to the folder. Each range of days
   * keeps its own.
   *
   * @param days that the run is over; null for all of them
   */
  public static String summaryName(@Nullable DateRange days) {
    return days == null ? SUMMARY : "_summary_" + days.name() + ".json";
  }

  /** Whether one of our files, named relative to the folder, holds a ledger. */
  static boolean isSummary(String relative) {
    return relative.startsWith("_summary");
  }

  /** Whether a file of the folder, named relative to it, is what an interrupted run left behind. */
  public static boolean isTemporary(String relative) {
    return relative.startsWith(TEMPORARY);
  }

  /** Whether a file of the folder, named relative to it, is one that a stream has staged. */
  static boolean isStaged(String relative) {
    return relative.startsWith(TEMPORARY + "/" + STAGED);
  }

  /** Whether a file of the folder, named relative to it, belongs to runs that may go on. */
  static boolean isHeld(String relative) {
    return isStaged(relative) || relative.startsWith(TEMPORARY + "/" + LEASES);
  }

  /** Whether a file of the folder, named relative to it, is one that a pipeline writes. */
  public static boolean isOwn(String relative) {
    return OWN.matcher(relative).matches();
  }

  /** Whether a folder below the output, named relative to it, is one that a pipeline makes. */
  static boolean isOwnFolder(String relative) {
    return isTemporary(relative) || OWN_FOLDER.matcher(relative.replace('\\', '/')).matches();
  }

  static FileIO.Write.FileNaming naming(String folder, Codec codec) {
    return (window, pane, shards, shard, compression) ->
        String.format("%s/part-%05d-of-%05d%s", folder, shard, shards, suffix(codec));
  }

  static Compression compression(Codec codec) {
    return switch (codec) {
      case GZIP -> Compression.GZIP;
      case ZSTD -> Compression.ZSTD;
      case NONE -> Compression.UNCOMPRESSED;
    };
  }

  /** How the names of files end. */
  static String suffix(Codec codec) {
    return switch (codec) {
      case GZIP -> ".jsonl.gz";
      case ZSTD -> ".jsonl.zst";
      case NONE -> ".jsonl";
    };
  }
}
