package dev.sessionbeam.deploy;

import java.util.List;

/**
 * The data of a stage, as a person sees them who is about to delete them.
 *
 * @param objects all that is deleted, one by one, by their full names
 * @param kept what stays, and why, a sentence each
 * @param faults why nothing may be deleted, a message each; nothing if it may
 */
public record StageData(List<String> objects, List<String> kept, List<String> faults) {
  public StageData {
    objects = List.copyOf(objects);
    kept = List.copyOf(kept);
    faults = List.copyOf(faults);
  }
}
