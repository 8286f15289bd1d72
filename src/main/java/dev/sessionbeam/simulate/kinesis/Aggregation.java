package dev.sessionbeam.simulate.kinesis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Packs as many records of each shard as possible into one {@link Aggregate}. */
final class Aggregation implements OutgoingRecord.Packing {
  private final Supplier<OpenShards> shards;

  /**
   * Packs records by their shards.
   *
   * @param shards returns the shards as they are known at that time
   */
  Aggregation(Supplier<OpenShards> shards) {
    this.shards = shards;
  }

  @Override
  public List<OutgoingRecord> pack(List<StreamRecord> records) {
    OpenShards known = shards.get();
    List<OutgoingRecord> packed = new ArrayList<>();
    Map<String, Aggregate> filling = new LinkedHashMap<>();
    for (StreamRecord record : records) {
      String shard = known.idOf(record.hashKey());
      Aggregate aggregate = filling.get(shard);
      if (aggregate != null && aggregate.hasRoomFor(record)) {
        aggregate.add(record);
        continue;
      }
      if (aggregate != null) {
        packed.add(aggregate.close());
      }
      filling.put(shard, new Aggregate(shard, record));
    }
    filling.values().forEach(aggregate -> packed.add(aggregate.close()));
    return packed;
  }
}
