import type { networkFunctions } from "../../plan/functions/network.js";
import type { GeoLocation } from "../context.js";
import { oneText, type Implementation, type Implementations } from "./implementation.js";

function located(property: keyof GeoLocation): Implementation {
  return ([value], { context }) => {
    const address = oneText(value);
    return address === null ? null : (context.locateAddress(address)?.[property] ?? null);
  };
}

export const network: Implementations<typeof networkFunctions> = {
  ip_city: located("city"),
  ip_country: located("country"),
  ip_region: located("region"),
  ip_latitude: located("latitude"),
  ip_longitude: located("longitude"),
  ip_continent: located("continent"),
  ip_timezone: located("timezone"),
  ip_metro_code: located("metroCode"),
};
