package dev.sessionbeam.session;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * The ways to group a machine's events. The sessions are the same to the byte, revisions included.
 */
public enum SessionGrouping {
  /**
   * {@link GroupSessions}: the faster way, and the one whose savepoints work with later versions.
   */
  PACKED {
    @Override
    public PTransform<PCollection<KV<String, EventPack>>, PCollectionTuple> of(
        SessionRules rules, MachineLimit limit, long bytes) {
      return GroupSessions.of(rules, limit).expecting(bytes);
    }
  },
  /** {@link GroupByWindow}: Beam's own {@code GroupByKey}, for any runner. */
  BEAM {
    @Override
    public PTransform<PCollection<KV<String, EventPack>>, PCollectionTuple> of(
        SessionRules rules, MachineLimit limit, long bytes) {
      return GroupByWindow.of(rules, limit);
    }
  };

  /** The grouping of a run that does not choose one, on every runner. */
  public static final SessionGrouping DEFAULT = PACKED;

  /**
   * The transform that groups.
   *
   * @param bytes about how many bytes of records the input has in batch
   */
  public abstract PTransform<PCollection<KV<String, EventPack>>, PCollectionTuple> of(
      SessionRules rules, MachineLimit limit, long bytes);
}
