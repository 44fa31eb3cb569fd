package io.leadgate.console.setup;

import io.leadgate.account.CampaignResource;
import io.leadgate.account.LeadSourceResource;
import io.leadgate.account.LeadTypeResource;
import io.leadgate.domain.Campaign;
import io.leadgate.domain.LeadSource;
import io.leadgate.domain.LeadType;
import io.leadgate.store.AccountStore;
import io.leadgate.store.CredentialStore;
import io.leadgate.store.LeadTypeUses;
import io.leadgate.store.Names;
import io.leadgate.store.VendorFigures;

/** All pages of setting up. */
public record SetupScreens(
    LeadSourceScreens sources,
    CampaignListScreens campaignLists,
    CampaignScreens campaigns,
    DuplicatesScreens duplicates,
    LeadTypeScreens types) {

  /** The stores that the pages read and change. */
  public record Stores(
      AccountStore<LeadSource> sources,
      AccountStore<Campaign> campaigns,
      AccountStore<LeadType> types,
      CredentialStore credentials,
      VendorFigures figures,
      LeadTypeUses uses,
      Names typeNames) {}

  /**
   * @param typeResource the JSON of lead types, which bounds their fields
   */
  public static SetupScreens of(Stores stores, LeadTypeResource typeResource) {
    Edits<LeadSource> sources = new Edits<>(new LeadSourceResource(), stores.sources());
    Edits<Campaign> campaigns = new Edits<>(new CampaignResource(), stores.campaigns());
    Edits<LeadType> types = new Edits<>(typeResource, stores.types());
    Vendors vendors = new Vendors(sources, types, stores.typeNames(), stores.figures());
    return new SetupScreens(
        new LeadSourceScreens(sources, stores.credentials(), stores.figures()),
        new CampaignListScreens(campaigns, vendors),
        new CampaignScreens(campaigns, vendors),
        new DuplicatesScreens(campaigns, vendors),
        new LeadTypeScreens(types, stores.uses()));
  }
}
