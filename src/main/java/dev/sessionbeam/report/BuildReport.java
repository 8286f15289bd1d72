package dev.sessionbeam.report;

import java.util.List;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
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
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.PDone;

/**
 * Computes a report of an output, and writes it as one JSON file.
 *
 * <pre>
 * files ─► ReadResults ─► ByBucket ─► KeepCurrent ─┬► ActionNames
 *                                                  └► CountMachines ─► AddCounts ─► WriteReport
 * rejected files ─► CountRejected ──────────────────────────────────────┘
 * </pre>
 */
public final class BuildReport extends PTransform<PBegin, PDone> {
  private static final long serialVersionUID = 1;

  private final ReportTask task;

  private BuildReport(ReportTask task) {
    this.task = task;
  }

  public static BuildReport of(ReportTask task) {
    return new BuildReport(task);
  }

  @Override
  public PDone expand(PBegin begin) {
    SerializableCoder<ReportCounts> counts = SerializableCoder.of(ReportCounts.class);
    PCollection<MachineEvents> machines =
        files(begin, "ResultFiles", task.files().results())
            .apply("ReadResults", ParDo.of(new ReadResultsFn(task)))
            .setCoder(KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of()))
            .apply("ByBucket", GroupByKey.create())
            .apply("KeepCurrent", ParDo.of(new KeepCurrentEventsFn(task)))
            .setCoder(MachineEvents.MachineEventsCoder.INSTANCE);
    PCollectionView<List<KV<String, Long>>> names =
        machines.apply("ActionNames", new ActionNames());
    PCollection<ReportCounts> counted =
        machines
            .apply(
                "CountMachines", ParDo.of(new CountMachinesFn(task, names)).withSideInputs(names))
            .setCoder(counts);
    PCollection<ReportCounts> rejected =
        files(begin, "RejectedFiles", task.files().rejected())
            .apply("CountRejected", ParDo.of(new CountRejectedFn(task)))
            .setCoder(counts);
    PCollectionList.of(counted)
        .and(rejected)
        .apply("AllCounts", Flatten.pCollections())
        .apply("AddCounts", Combine.globally(new AddCountsFn(task)))
        .setCoder(counts)
        .apply("WriteReport", ParDo.of(new WriteReportFn(task, names)).withSideInputs(names));
    return PDone.in(begin.getPipeline());
  }

  private static PCollection<ReportFiles.Named> files(
      PBegin begin, String name, List<ReportFiles.Named> files) {
    return begin
        .apply(name, Create.of(files).withCoder(SerializableCoder.of(ReportFiles.Named.class)))
        .apply("Spread" + name, Reshuffle.viaRandomKey());
  }
}
