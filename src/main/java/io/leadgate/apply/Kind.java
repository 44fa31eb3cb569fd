package io.leadgate.apply;

/** The kinds of objects in a state file, in the order in which they are made. */
public enum Kind {
  LEAD_SOURCE("lead_sources", "lead source", "name"),
  LEAD_TYPE("lead_types", "lead type", "name"),
  CAMPAIGN("campaigns", "campaign", "name"),
  CREDENTIAL("credentials", "credential", "description");

  private final String list;
  private final String noun;
  private final String nameMember;

  Kind(String list, String noun, String nameMember) {
    this.list = list;
    this.noun = noun;
    this.nameMember = nameMember;
  }

  /** The member of the file that lists the objects. */
  String list() {
    return list;
  }

  /** The word for the kind in a text for people. */
  public String noun() {
    return noun;
  }

  /** The member by which an object is found again. */
  String nameMember() {
    return nameMember;
  }
}
