package dev.sessionbeam.report;

import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.PDone;
import org.apache.beam.sdk.values.TupleTagList;

/**
 * Computes a report of an output, and writes it as one JSON file.
 *
 * <pre>
 * files ─► ReadResults ─► ByBucket ─► KeepCurrent ─┬► ActionNames
 *                            ▲                     └► CountMachines ─► AddCounts ─► WriteReport
 * state of earlier days ─────┴───────────────────────────────────────────┤
 * rejected files ─► CountRejected ───────────────────────────────────────┘
 * </pre>
 */
public final class BuildReport extends PTransform<PBegin, PDone> {
  private static final long serialVersionUID = 1;

  private static final Coder<ReportCounts> COUNTS = SerializableCoder.of(ReportCounts.class);
  private static final Coder<KV<String, Long>> ACTIONS =
      KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of());
  private static final Coder<KV<Integer, byte[]>> CHUNKS =
      KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of());

  private final ReportTask task;
  private final ReportFiles read;
  private final List<String> machineFiles;

  private BuildReport(ReportTask task) {
    this.task = task.withoutFiles();
    this.read = task.files();
    this.machineFiles = task.machineFiles();
  }

  public static BuildReport of(ReportTask task) {
    return new BuildReport(task);
  }

  @Override
  public PDone expand(PBegin begin) {
    PCollection<MachineEvents> machines =
        PCollectionList.of(
                files(begin, "ResultFiles", read.results())
                    .apply("ReadResults", ParDo.of(new ReadResultsFn(task)))
                    .setCoder(CHUNKS))
            .and(statesOfEarlierDays(begin))
            .apply("AllChunks", Flatten.pCollections())
            .apply("ByBucket", GroupByKey.create())
            .apply("KeepCurrent", ParDo.of(new KeepCurrentEventsFn(task)))
            .setCoder(MachineEvents.MachineEventsCoder.INSTANCE);
    PCollection<DaysState> earlier = earlierDays(begin);
    PCollectionView<List<KV<String, Long>>> names =
        PCollectionList.of(
                machines
                    .apply("ActionsOfMachines", ParDo.of(new ActionNames.CountActionsFn()))
                    .setCoder(ACTIONS))
            .and(
                earlier
                    .apply("KeptActions", ParDo.of(new ReadKeptCountsFn.KeptActionsFn()))
                    .setCoder(ACTIONS))
            .apply("AllActions", Flatten.pCollections())
            .apply("ActionNames", new ActionNames());
    PCollectionTuple counted =
        machines.apply(
            "CountMachines",
            ParDo.of(new CountMachinesFn(task, names))
                .withSideInputs(names)
                .withOutputTags(
                    CountMachinesFn.LAST,
                    TupleTagList.of(CountMachinesFn.KEPT).and(CountMachinesFn.STATES)));
    PCollection<StoredPart> states =
        counted.get(CountMachinesFn.STATES).setCoder(StoredPartCoder.INSTANCE);
    PCollection<ReportCounts> kept =
        PCollectionList.of(counted.get(CountMachinesFn.KEPT).setCoder(COUNTS))
            .and(
                earlier
                    .apply(
                        "ReadKeptCounts",
                        ParDo.of(new ReadKeptCountsFn(names)).withSideInputs(names))
                    .setCoder(COUNTS))
            .apply("KeptCounts", Flatten.pCollections())
            .apply("AddKeptCounts", Combine.globally(new AddCountsFn(task)))
            .setCoder(COUNTS);
    DaysState keep = task.keep();
    if (keep != null) {
      states.apply("WriteMachines", ParDo.of(new WriteMachinesFn(keep)));
      kept.apply(
          "WriteKeptCounts", ParDo.of(new WriteKeptCountsFn(keep, names)).withSideInputs(names));
    }
    PCollectionList.of(kept)
        .and(counted.get(CountMachinesFn.LAST).setCoder(COUNTS))
        .and(
            files(begin, "RejectedFiles", read.rejected())
                .apply("CountRejected", ParDo.of(new CountRejectedFn(task)))
                .setCoder(COUNTS))
        .apply("AllCounts", Flatten.pCollections())
        .apply("AddCounts", Combine.globally(new AddCountsFn(task)))
        .setCoder(COUNTS)
        .apply("WriteReport", ParDo.of(new WriteReportFn(task, names)).withSideInputs(names));
    return PDone.in(begin.getPipeline());
  }

  private PCollection<DaysState> earlierDays(PBegin begin) {
    DaysState from = task.from();
    return begin.apply(
        "EarlierDays",
        Create.of(from == null ? List.of() : List.of(from))
            .withCoder(SerializableCoder.of(DaysState.class)));
  }

  private PCollection<KV<Integer, byte[]>> statesOfEarlierDays(PBegin begin) {
    return begin
        .apply("MachineFiles", Create.of(machineFiles).withCoder(StringUtf8Coder.of()))
        .apply("SpreadMachineFiles", Reshuffle.viaRandomKey())
        .apply("ReadMachines", ParDo.of(new ReadMachinesFn(task)))
        .setCoder(CHUNKS);
  }

  private static PCollection<ReportFiles.Named> files(
      PBegin begin, String name, List<ReportFiles.Named> files) {
    return begin
        .apply(name, Create.of(files).withCoder(SerializableCoder.of(ReportFiles.Named.class)))
        .apply("Spread" + name, Reshuffle.viaRandomKey());
  }
}
