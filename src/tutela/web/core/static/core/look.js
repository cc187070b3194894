// Wakes the GOV.UK components on the page. Everything on it already works without this file.
import { initAll } from "govuk-frontend";

initAll();
