import type {
  Aggregate,
  CommandNode,
  FieldName,
  GroupByField,
  SearchExpression,
  TextArgument,
} from "../ast.js";

export interface TstatsCommand extends CommandNode<"tstats"> {
  readonly aggregates: readonly Aggregate[];
  readonly from?: TstatsSource;
  readonly where?: SearchExpression;
  readonly by: readonly GroupByField[];
  readonly summariesOnly: boolean;
  readonly allowOldSummaries: boolean;
  readonly prestats: boolean;
  readonly append: boolean;
  readonly local: boolean;
  readonly includeReducedBuckets: boolean;
  readonly chunkSize?: number;
  /** Groups whose key is missing are kept under this text. */
  readonly fillNullValue?: TextArgument;
}

export type TstatsSource =
  /** `datamodel=Endpoint.Processes`; `dataset` is what follows the first dot. */
  | {
      readonly kind: "datamodel";
      readonly model: string;
      readonly dataset?: string;
      readonly name: FieldName;
    }
  | { readonly kind: "sid"; readonly name: FieldName }
  | { readonly kind: "namespace"; readonly name: FieldName };
