# A made-up survey and what R's survey package says about it under each design (R 4.2.2, survey 4.1-1). Run it in this folder: it writes
# designs.csv, what the program reads, and designs.expected.csv, what it must find.
suppressMessages(library(survey))
set.seed(2026)
options(digits = 17)

n <- 500
data <- data.frame(
  region = sample(c("north", "south", "east", "far"), n, TRUE, c(.4, .3, .25, .05)),
  clinic = sample(1:5, n, TRUE),                          # numbered anew in each region
  w = round(rlnorm(n, 2, .7), 2),
  pain = sample(c("yes", "no", ""), n, TRUE, c(.8, .15, .05)),
  sex = sample(c("female", "male", ""), n, TRUE, c(.5, .45, .05)),
  a = sample(c("yes", "no", ""), n, TRUE, c(.3, .6, .1)),
  b = sample(c("yes", "no", ""), n, TRUE, c(.4, .5, .1))
)
data$clinic[data$region == "far"] <- 1                    # a single clinic
data$w[sample(n, 12)] <- 0
data$w[sample(n, 9)] <- NA
write.csv(data, "designs.csv", row.names = FALSE, na = "", quote = FALSE)

# The cause of designs.yaml: a or b, complete where both are answered.
yes <- function(x) x == "yes"
data$either <- as.numeric(yes(data$a) | yes(data$b))
data$complete <- data$a != "" & data$b != ""
data$present <- yes(data$a) | yes(data$b)
data$absent <- data$a == "no" & data$b == "no"

rows <- list()
describe <- function(name, options, open, records, make) {
  records <- records[!is.na(records$w), ]
  records$y <- if (open == "exclude") records$either
    else if (open == "absent") as.numeric(records$present) else as.numeric(!records$absent)
  records$known <- if (open == "exclude") records$complete else TRUE
  # Where records are the units, the known answers take those that are answered for the design; clusters keep all.
  if (name %in% c("weights", "strata")) records <- records[records$known, ]
  design <- make(records)
  for (group in c("all", "female", "male", "unknown")) {
    domain <- subset(design, known & pain == "yes" & w > 0 &
      (group == "all" | sex == group | (group == "unknown" & sex == "")))
    mean <- svymean(~y, domain, deff = TRUE)
    df <- degf(domain)
    logit <- svyciprop(~y, domain, method = "xlogit", df = df)
    kg <- svyciprop(~y, domain, method = "beta", df = df)
    w <- weights(domain, "sampling")
    w <- w[w > 0]
    rows[[length(rows) + 1]] <<- data.frame(
      design = name, options = options, undetermined = open, group = group, weighted_n = length(w),
      weighted_events = sum(domain$variables$y[weights(domain, "sampling") > 0]), sum_of_weights = sum(w),
      weighted_prevalence = coef(mean)[[1]], weighted_se = SE(mean)[[1]],
      design_effect = if (name == "psu") NA else deff(mean)[[1]],
      kish_design_effect = length(w) * sum(w^2) / sum(w)^2,
      effective_n = coef(mean)[[1]] * (1 - coef(mean)[[1]]) / SE(mean)[[1]]^2, degrees_of_freedom = df,
      logit_low = attr(logit, "ci")[[1]], logit_high = attr(logit, "ci")[[2]],
      beta_low = attr(kg, "ci")[[1]], beta_high = attr(kg, "ci")[[2]]
    )
  }
}

# One record alone would have no spread; the region "far" has enough for these.
for (open in c("exclude", "absent", "present")) {
  describe("weights", "--weights w", open, data, function(d) svydesign(~1, weights = ~w, data = d))
  describe("strata", "--weights w --strata region", open, data, function(d) svydesign(~1, strata = ~region, weights = ~w, data = d))
  several <- data
  describe("weights+psu", "--weights w --psu clinic", open, data, function(d) svydesign(~clinic, weights = ~w, data = d))
  for (policy in c("adjust", "certainty")) {
    options(survey.lonely.psu = policy)
    describe("all", paste("--weights w --strata region --psu clinic --lonely-psu", policy), open, data,
      function(d) svydesign(~clinic, strata = ~region, weights = ~w, data = d, nest = TRUE))
  }
  options(survey.lonely.psu = "fail")
}
# Clusters without weights: every record has the weight 1, missing and zero weights do not matter.
same <- data
same$w <- 1
describe("psu", "--psu clinic", "exclude", same, function(d) svydesign(~clinic, weights = ~w, data = d))
table <- do.call(rbind, rows)
write.csv(format(table, digits = 16, trim = TRUE), "designs.expected.csv", row.names = FALSE, quote = FALSE)
