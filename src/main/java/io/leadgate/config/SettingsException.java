package io.leadgate.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Reports unusable settings. Each fault is a single line that names the key, the variable or the
 * file, and shows no value that may be a secret.
 */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  /**
   * @param key the key at fault; empty if the fault belongs to no single key
   */
  record Fault(String key, String line) {}

  public SettingsException(String line) {
    this(List.of(new Fault("", line)));
  }

  /**
   * @param faults at least one fault
   */
  SettingsException(List<Fault> faults) {
    super(faults.stream().map(Fault::line).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  /**
   * Reports faults that belong to no key of the settings.
   *
   * @param lines at least one line
   */
  public static SettingsException ofLines(List<String> lines) {
    return new SettingsException(lines.stream().map(line -> new Fault("", line)).toList());
  }

  List<Fault> faults() {
    return faults;
  }

  /** The lines of all faults, never empty. */
  public List<String> lines() {
    return faults.stream().map(Fault::line).toList();
  }
}
