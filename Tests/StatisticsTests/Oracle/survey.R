# Small survey samples and what R's survey package says about them (R 4.2.2, survey 4.1-1): run it in this folder to write
# ../Fixtures/survey_records.csv and ../Fixtures/survey_estimates.csv.
suppressMessages(library(survey))
set.seed(1938)

n <- 400
records <- data.frame(
  stratum = sample(c("a", "b", "c", "d"), n, TRUE, c(.4, .3, .2, .1)),
  psu = sample(1:4, n, TRUE),
  weight = round(rlnorm(n, 3, .8), 3),
  group = sample(c("x", "y"), n, TRUE)
)
records$psu[records$stratum == "d"] <- 1                 # a stratum with a single PSU
records$group[records$stratum == "c" & records$psu != 2] <- "x"  # PSUs and a stratum where group y is rare
records$answer <- rbinom(n, 1, ifelse(records$group == "x", .25, .6))
records$answer[sample(n, 30)] <- NA
records$answer[records$group == "y" & records$stratum == "b" & records$psu == 3] <- NA
write.csv(records, "../Fixtures/survey_records.csv", row.names = FALSE, na = "", quote = FALSE)

rows <- list()
describe <- function(name, policy, design) {
  for (chosen in c("all", "x", "y")) {
    domain <- subset(design, !is.na(answer) & (chosen == "all" | group == chosen))
    mean <- svymean(~answer, domain, deff = TRUE)
    df <- degf(domain)
    kg <- svyciprop(~answer, domain, method = "beta", df = df)
    logit <- svyciprop(~answer, domain, method = "xlogit", df = df)
    rows[[length(rows) + 1]] <<- data.frame(
      design = name, policy = policy, group = chosen, n = nrow(domain), p = coef(mean)[[1]], se = SE(mean)[[1]],
      deff = deff(mean)[[1]], df = df, kg_l = attr(kg, "ci")[[1]], kg_u = attr(kg, "ci")[[2]],
      logit_l = attr(logit, "ci")[[1]], logit_u = attr(logit, "ci")[[2]]
    )
  }
}

rownames(records) <- seq_len(n)
complete <- records[!is.na(records$answer), ]
options(survey.lonely.psu = "fail")
describe("weights", "error", svydesign(~1, weights = ~weight, data = complete))
describe("strata", "error", svydesign(~1, strata = ~stratum, weights = ~weight, data = complete))
describe("psu", "error", svydesign(~psu, weights = ~weight, data = records))
describe("strata+psu", "error", svydesign(~psu, strata = ~stratum, weights = ~weight, data = records[records$stratum != "d", ], nest = TRUE))
options(survey.lonely.psu = "certainty")
describe("strata+psu", "certainty", svydesign(~psu, strata = ~stratum, weights = ~weight, data = records, nest = TRUE))
options(survey.lonely.psu = "adjust")
describe("strata+psu", "centred", svydesign(~psu, strata = ~stratum, weights = ~weight, data = records, nest = TRUE))
options(digits = 17)
write.csv(format(do.call(rbind, rows), digits = 16, trim = TRUE), "../Fixtures/survey_estimates.csv", row.names = FALSE, quote = FALSE)
