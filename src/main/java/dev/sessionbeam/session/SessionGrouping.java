package dev.sessionbeam.session;

import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;

/**
 * How a machine's events come together. The sessions are the same to the byte, revisions included.
 */
public enum SessionGrouping {
  /** {@link GroupSessions}: faster, and what a savepoint is kept for. */
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

  /** What a run does where nobody says otherwise, whatever its runner. */
  public static final SessionGrouping DEFAULT = PACKED;

  /**
   * The transform that groups.
   *
   * @param bytes about how many bytes of records are to come in batch
   */
  public abstract PTransform<PCollection<KV<String, EventPack>>, PCollectionTuple> of(
      SessionRules rules, MachineLimit limit, long bytes);
}
