package io.leadgate.console.frame;

import io.leadgate.domain.AdminRight;

/** The parts of the console in the order of its navigation. */
public enum Section {
  LEAD_SOURCES("Lead sources", "/console/lead-sources", AdminRight.READ),
  LEAD_TYPES("Lead types", "/console/lead-types", AdminRight.READ),
  CREDENTIALS("Credentials", "/console/credentials", AdminRight.ADMINISTER),
  ADMINS("Admins", "/console/admins", AdminRight.ADMINISTER),
  AUDIT("Audit", "/console/audit", AdminRight.ADMINISTER),
  DOCS("API docs", "/console/docs", AdminRight.READ),
  /** Pages that the navigation does not lead to. */
  NONE("", "", AdminRight.READ);

  private final String label;
  private final String path;
  private final AdminRight right;

  Section(String label, String path, AdminRight right) {
    this.label = label;
    this.path = path;
    this.right = right;
  }

  public String label() {
    return label;
  }

  public String path() {
    return path;
  }

  /** The right without which the part is not shown. */
  public AdminRight right() {
    return right;
  }
}
