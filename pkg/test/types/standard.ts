// The types agree with those of @standard-schema/spec.

import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";
import { initTRPC } from "@trpc/server";
import {
  type ResultSchema,
  type StandardConverter,
  type StandardIssue,
  type StandardProps,
  type StandardResult,
  type StandardTarget,
  type UserProcessingResult,
  userProcessingResult,
} from "user-processing-result";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Mutual<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
const assertType = <_ extends true>() => {};

type Standard = StandardSchemaV1<unknown, UserProcessingResult>;
type Props = StandardSchemaV1.Props<unknown, UserProcessingResult> &
  StandardJSONSchemaV1.Props<unknown, UserProcessingResult>;
type Ours = StandardProps<UserProcessingResult>;

userProcessingResult satisfies Standard;
userProcessingResult satisfies StandardJSONSchemaV1<unknown, UserProcessingResult>;
userProcessingResult.with({ contract: "projection" }) satisfies StandardSchemaV1<
  unknown,
  Partial<UserProcessingResult>
>;
assertType<Equal<StandardSchemaV1.InferInput<typeof userProcessingResult>, unknown>>();
assertType<Equal<StandardSchemaV1.InferOutput<typeof userProcessingResult>, UserProcessingResult>>();

// Every part is the same, except that validate does not return a promise.
assertType<Equal<keyof Ours, keyof Props>>();
type Synchronous = { readonly validate: (value: unknown) => Exclude<ReturnType<Props["validate"]>, Promise<unknown>> };
assertType<Mutual<Ours, Omit<Props, "validate"> & Synchronous>>();
assertType<Mutual<StandardResult<UserProcessingResult>, StandardSchemaV1.Result<UserProcessingResult>>>();
assertType<Mutual<StandardIssue, StandardSchemaV1.Issue>>();
assertType<Mutual<Ours["types"], Props["types"]>>();
assertType<Mutual<StandardConverter, StandardJSONSchemaV1.Converter>>();
assertType<Mutual<StandardTarget, StandardJSONSchemaV1.Options>>();

// A library that accepts any schema.
async function validated<Schema extends StandardSchemaV1>(schema: Schema, value: unknown) {
  const result = await schema["~standard"].validate(value);
  if (result.issues) throw new Error(result.issues[0]?.message);
  return result.value as StandardSchemaV1.InferOutput<Schema>;
}
const value: Promise<UserProcessingResult> = validated(userProcessingResult, {});

const { procedure, router } = initTRPC.create();
const appRouter = router({
  create: procedure.input(userProcessingResult).mutation(({ input }) => {
    assertType<Equal<typeof input, UserProcessingResult>>();
    return input.workflowVersion;
  }),
});

declare const schema: ResultSchema<UserProcessingResult>;
schema satisfies typeof userProcessingResult;

export { appRouter, value };
