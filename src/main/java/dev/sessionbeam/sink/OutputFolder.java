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

  /** Where the leases of runs that write to this folder are. */
  public String leases() {
    return temporary() + "leases/";
  }

  /** Where the ledger is written. */
  public String summary() {
    return root + SUMMARY;
  }

  /** Where the ledger of a run over some days is written, so that each range keeps its own. */
  public String summary(DateRange days) {
    return root + "_summary_" + days.name() + ".json";
  }

  /** Whether a file of the folder, named relative to it, is what an interrupted run left behind. */
  public static boolean isTemporary(String relative) {
    return relative.startsWith(TEMPORARY);
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
        String.format("%s/part-%05d-of-%05d.jsonl%s", folder, shard, shards, suffix(codec));
  }

  /** The name of a file that is named after its content. */
  static String named(String content, Codec codec) {
    return "part-" + content + ".jsonl" + suffix(codec);
  }

  static Compression compression(Codec codec) {
    return switch (codec) {
      case GZIP -> Compression.GZIP;
      case ZSTD -> Compression.ZSTD;
      case NONE -> Compression.UNCOMPRESSED;
    };
  }

  private static String suffix(Codec codec) {
    return switch (codec) {
      case GZIP -> ".gz";
      case ZSTD -> ".zst";
      case NONE -> "";
    };
  }
}
