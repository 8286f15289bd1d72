package dev.sessionbeam.kinesis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Puts as many records of each shard as there are, or may be, into one {@link Aggregate}. */
final class Aggregation implements Parcel.Packing {
  private final Supplier<OpenShards> shards;

  /**
   * @param shards as they are known when it is asked
   */
  Aggregation(Supplier<OpenShards> shards) {
    this.shards = shards;
  }

  @Override
  public List<Parcel> pack(List<StreamRecord> records) {
    OpenShards known = shards.get();
    List<Parcel> parcels = new ArrayList<>();
    Map<String, Aggregate> filling = new LinkedHashMap<>();
    for (StreamRecord record : records) {
      String shard = known.idOf(record.hashKey());
      Aggregate aggregate = filling.get(shard);
      if (aggregate != null && aggregate.hasRoomFor(record)) {
        aggregate.add(record);
        continue;
      }
      if (aggregate != null) {
        parcels.add(aggregate.close());
      }
      filling.put(shard, new Aggregate(shard, record));
    }
    filling.values().forEach(aggregate -> parcels.add(aggregate.close()));
    return parcels;
  }
}
