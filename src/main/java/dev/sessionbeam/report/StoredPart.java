package dev.sessionbeam.report;

import java.util.List;
import java.util.UUID;

/** Something that is known about a machine. */
sealed interface StoredPart permits StoredPart.Head, StoredPart.Events, MachineState {
  /** The machine. */
  String machine();

  /**
   * What some lines of one file are about.
   *
   * @param session the session
   * @param revision 0 if the lines have none
   * @param settled whether they are of a settled day: then they are current
   * @param day the day of the file, in days since the epoch
   */
  record About(UUID session, int revision, boolean settled, int day) {}

  /**
   * The line of a session.
   *
   * @param start the session's start, in milliseconds since the epoch
   * @param end the instant of its last event
   * @param count how many events it has
   * @param opened whether an opening event opened it
   * @param replaces the sessions that it replaces
   */
  record Head(
      About about,
      String machine,
      long start,
      long end,
      int count,
      boolean opened,
      List<UUID> replaces)
      implements StoredPart {
    public Head {
      replaces = List.copyOf(replaces);
    }
  }

  /**
   * Events of a session with consecutive indexes.
   *
   * @param first the index of the first one
   * @param count how many there are
   * @param packed the events, as {@link EventPacker} packs them
   */
  record Events(About about, String machine, int first, int count, byte[] packed)
      implements StoredPart {}
}
